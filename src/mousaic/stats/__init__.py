"""What do numbers allow to conclude: units, permutations, intervals, matching; of arrays alone, not of images."""
