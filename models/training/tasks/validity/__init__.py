"""Is this an ECG at all: a score of strangeness from twelve leads, learned on real recordings alone."""
