"""What does a training make small? One objective a file."""
