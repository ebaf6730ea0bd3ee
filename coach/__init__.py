"""The program around it: screens, commands, player, log, settings."""
