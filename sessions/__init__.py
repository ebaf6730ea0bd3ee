"""What to do: routine files, and the timelines they become. Knows no sound and no screen."""
