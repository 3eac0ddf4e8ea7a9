"""Training of Einthoven's models: reads public recordings, writes models/<id>/."""
