"""What a person waits for: an import, a check, a keystroke, the audit of an example school."""
