"""The widgets that have behaviour of their own: one a file, shown data through attributes."""
