"""NORMAL or NOT NORMAL from twelve leads of PTB-XL: logistic regression, a recurrent net, and their average with trees."""
