"""What is owed in a term, before any event is looked at."""
