"""The reference engine, which settles every dispute; nothing else imports it but what runs it."""
