// The release that this code is of; a test holds it to package.json.
export const version = '0.1.0'
