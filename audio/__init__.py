"""How it sounds: voices, tones, the mixer, outputs. Knows no screen."""
