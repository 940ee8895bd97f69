"""Tables and saved queries as pages: what they show, what their addresses ask for, which values there are."""
