"""NORMAL or NOT NORMAL from twelve leads of PTB-XL: logistic regression, a recurrent net, and that net with boosted trees."""
