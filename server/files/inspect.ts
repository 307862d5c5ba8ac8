// Finds out what a file on disk is, by its bytes alone, and refuses what is not taken.
import { createReadStream } from 'node:fs'
import { TextDecoder } from 'node:util'
import { fileTypeFromFile } from 'file-type'
import { LyceumError } from '../../shared/errors.ts'
import { kindOf, looksLikeMarkup, textKind, type Kind } from './kinds.ts'

const words = {
  'file-type': 'Files of this kind are not taken.',
  'file-heic': 'Send this picture as JPEG.',
  'file-empty': 'This file is empty.',
} as const

function refused(reason: keyof typeof words): LyceumError {
  return new LyceumError('invalid', words[reason], { reason })
}

const heic: ReadonlySet<string> = new Set(['image/heic', 'image/heif', 'image/heic-sequence'])

/** Control characters that no text has: all but tab, line ends, form feed and escape. */
const binary = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/

function decodes(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
    return true
  } catch {
    return false
  }
}

/** Null when it is no text at all. */
async function readText(path: string): Promise<{ utf8: boolean; start: string } | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let utf8 = true
  let start: string | null = null
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (binary.test(chunk.toString('latin1'))) return null
    start ??= chunk.subarray(0, 1024).toString('utf8')
    utf8 = utf8 && decodes(decoder, chunk)
  }
  return { utf8: utf8 && decodes(decoder), start: start ?? '' }
}

async function inspectText(path: string, name: string): Promise<Kind> {
  const text = await readText(path)
  if (text?.start === '') throw refused('file-empty')
  const kind = text === null || looksLikeMarkup(text.start) ? null : textKind(name, text)
  if (kind === null) throw refused('file-type')
  return kind
}

/** Throws `invalid` with the reason for what is not taken. */
export async function inspect(path: string, name: string): Promise<Kind> {
  const found = await fileTypeFromFile(path)
  if (found === undefined || found.mime.startsWith('text/')) return inspectText(path, name)
  if (heic.has(found.mime)) throw refused('file-heic')
  const kind = kindOf(found.ext, name)
  if (kind === null) throw refused('file-type')
  return kind
}
