"""Are two prints of one finger? ``matcher.match`` answers, and shows why."""
