"""Training of the encoder: sets, examples, the network, its heads, losses and batches."""
