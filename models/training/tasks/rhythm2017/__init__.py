"""N, A, O and noisy from one lead of 9 to 61 s: the classes of the CinC 2017 challenge."""
