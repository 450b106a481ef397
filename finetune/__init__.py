"""From a training set to an adapter that writes like its owner. Imports `harvest`, never `userbot`."""
