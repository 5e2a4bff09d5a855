"""Small statistics shared by the methods: bootstrap, shrinkage, weights."""
