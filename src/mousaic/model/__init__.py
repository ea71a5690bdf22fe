"""What is an autoencoder here: the ensemble of members, its codes, how it starts, and how it is stored."""
