import { describe, expect, test } from 'vitest'
import { proofText } from './frames.ts'
import { isProof, proofsOf } from './proof.ts'

const ends = { server: 's', node: 'n', serverNonce: 'a', nodeNonce: 'b', version: 1 }
const secret = 'a secret that only this test knows'

describe('the text that is signed', () => {
  test('for an sfu is what nodes of earlier releases sign', () => {
    expect(proofText('sfu', 'server', ends)).toBe(
      '["lyceum sfu control","server",1,"s","n","a","b"]',
    )
    expect(proofText('sfu', 'sfu', ends)).toBe('["lyceum sfu control","sfu",1,"s","n","a","b"]')
  })

  test('for a recorder names that', () => {
    expect(proofText('recorder', 'recorder', ends)).toBe(
      '["lyceum recorder control","recorder",1,"s","n","a","b"]',
    )
  })
})

test('a proof is worth nothing at the other end, at another kind of node, or for other ends', () => {
  const { server, node } = proofsOf('sfu', secret, ends)
  expect(isProof(server, proofsOf('sfu', secret, ends).server)).toBe(true)
  const others = [
    node,
    proofsOf('recorder', secret, ends).server,
    proofsOf('sfu', `${secret}!`, ends).server,
    proofsOf('sfu', secret, { ...ends, nodeNonce: 'c' }).server,
    '',
  ]
  for (const other of others) expect(isProof(other, server)).toBe(false)
})
