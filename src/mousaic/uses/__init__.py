"""What is done with what was learned: images told apart, numbers foretold, and what is unlike all seen so far."""
