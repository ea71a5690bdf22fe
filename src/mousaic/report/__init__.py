"""What does a person read and see of a run: figures, tables, pages and sentences."""
