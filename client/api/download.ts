// Tells a part of the page that did not arrive from one that arrived and failed: the first is worth
// another try. Browsers name it by their words only. Pure.

/** Chrome: “Failed to fetch dynamically imported module”, Firefox: “error loading dynamically imported module”, Safari: “Importing a module script failed”. */
export function isLostDownload(error: unknown): boolean {
  return error instanceof TypeError && /module/i.test(error.message)
}
