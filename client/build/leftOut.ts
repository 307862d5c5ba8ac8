// In place of a library's modules that no browser of ours runs.
export {}
