"""NORM, MI, STTC, CD, HYP from twelve leads of PTB-XL."""
