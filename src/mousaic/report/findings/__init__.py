"""What a run or an analysis found, in sentences."""
