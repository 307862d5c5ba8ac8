// What files are taken, and what they are called. By what their bytes say: a name only decides what bytes
// leave open, and is made to tell the truth. Pure.
import { fileLimits } from '../../shared/contract/fileLimits.ts'

export interface Kind {
  /** As it is served. */
  readonly type: string
  /** The endings that its name may have; it gets the first where it has none of them. */
  readonly endings: readonly string[]
  readonly picture?: true
}

const kind = (type: string, ...endings: string[]): Kind => ({ type, endings })
const picture = (type: string, ...endings: string[]): Kind => ({ type, endings, picture: true })

const office = 'application/vnd.openxmlformats-officedocument'
const open = 'application/vnd.oasis.opendocument'

/** By the ending that the bytes ask for. Whatever a browser might run is not among them. */
const byContent: Readonly<Record<string, Kind>> = {
  jpg: picture('image/jpeg', 'jpg', 'jpeg'),
  png: picture('image/png', 'png'),
  gif: picture('image/gif', 'gif'),
  webp: picture('image/webp', 'webp'),
  // Written anew as WebP, which more programs open.
  avif: picture('image/webp', 'webp'),
  pdf: kind('application/pdf', 'pdf'),
  docx: kind(`${office}.wordprocessingml.document`, 'docx'),
  xlsx: kind(`${office}.spreadsheetml.sheet`, 'xlsx'),
  pptx: kind(`${office}.presentationml.presentation`, 'pptx'),
  odt: kind(`${open}.text`, 'odt'),
  ods: kind(`${open}.spreadsheet`, 'ods'),
  odp: kind(`${open}.presentation`, 'odp'),
  epub: kind('application/epub+zip', 'epub'),
  rtf: kind('application/rtf', 'rtf'),
  zip: kind('application/zip', 'zip'),
  mp3: kind('audio/mpeg', 'mp3'),
  m4a: kind('audio/mp4', 'm4a'),
  aac: kind('audio/aac', 'aac'),
  wav: kind('audio/wav', 'wav'),
  ogg: kind('audio/ogg', 'ogg', 'oga'),
  opus: kind('audio/ogg', 'opus', 'ogg'),
  flac: kind('audio/flac', 'flac'),
  mp4: kind('video/mp4', 'mp4'),
  m4v: kind('video/mp4', 'm4v', 'mp4'),
  mov: kind('video/quicktime', 'mov'),
  webm: kind('video/webm', 'webm'),
}

/** One container for all of them: only the name tells which. */
const oldOffice: Readonly<Record<string, Kind>> = {
  doc: kind('application/msword', 'doc'),
  xls: kind('application/vnd.ms-excel', 'xls'),
  ppt: kind('application/vnd.ms-powerpoint', 'ppt'),
}

/** Nothing that a browser or a desktop would run when somebody opens it. */
const textEndings: ReadonlySet<string> = new Set(
  'txt md csv tsv tex bib log json yaml yml toml sql py java kt c h cpp hpp cs go rs rb r m hs srt vtt ics'.split(
    ' ',
  ),
)

export function endingOf(name: string): string {
  return (/.\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1] ?? '').toLowerCase()
}

/** Null for what is not taken. `found` is the ending that its bytes ask for. */
export function kindOf(found: string, name: string): Kind | null {
  if (found === 'cfb') return oldOffice[endingOf(name)] ?? null
  return Object.hasOwn(byContent, found) ? (byContent[found] ?? null) : null
}

/** Of bytes that are text; null where its name says that it is something else. */
export function textKind(name: string, { utf8 }: { readonly utf8: boolean }): Kind | null {
  const ending = endingOf(name) === '' ? 'txt' : endingOf(name)
  if (!textEndings.has(ending)) return null
  const type = ending === 'csv' ? 'text/csv' : 'text/plain'
  return kind(utf8 ? `${type}; charset=utf-8` : type, ending)
}

/** Text that a browser might take for a page or a drawing. */
export function looksLikeMarkup(start: string): boolean {
  return /^\uFEFF?\s*<(?:!doctype|!--|\?xml|html|head|body|script|style|svg|iframe|math|xsl)/i.test(
    start,
  )
}

/** The name without what other machines cannot have in one, and with an ending that is true. */
export function nameFor(given: string, { endings }: Kind): string {
  const name = given.replace(/[\\/:*?"<>|]/g, '-').replace(/^[.\s]+/, '')
  const ending = endingOf(name)
  const kept = endings.includes(ending)
  const stem = (ending === '' ? name : name.slice(0, -ending.length - 1)).replace(/[.\s]+$/, '')
  const tail = kept ? name.slice(-ending.length) : (endings[0] ?? '')
  const most = fileLimits.name - tail.length - 1
  return `${Array.from(stem === '' ? 'file' : stem)
    .slice(0, most)
    .join('')}.${tail}`
}
