"""What did an ensemble learn, and how far can it be trusted? Plan, measure, result: no words, no pictures."""
