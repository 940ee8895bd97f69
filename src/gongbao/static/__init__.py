"""The static edition: the site as a folder of files, for any web host or none."""
