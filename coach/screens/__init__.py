"""The screens: one a file; each is given what it shows and asks the app for what it changes."""
