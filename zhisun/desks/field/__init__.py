"""民警手机端: my tasks, the way there, the result in three taps; also without network."""
