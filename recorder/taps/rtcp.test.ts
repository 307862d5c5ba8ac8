// RTCP, byte by byte.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nack, pictureLoss, readSenderReports, receiverReport } from './rtcp.ts'

const senderReport = Buffer.from(
  '80c80006' + '0000000a' + '00000002' + '80000000' + '00000bb8' + '00000001' + '00000002',
  'hex',
)
const description = Buffer.from('81ca0002' + '0000000a' + '01016100', 'hex')

test('sender reports are found wherever they stand', () => {
  const report = { ssrc: 10, ntpMs: 2_500, ntpMiddle: 0x2_8000, rtpTimestamp: 3_000 }
  expect(readSenderReports(Buffer.concat([description, senderReport]))).toEqual([report])
  expect(readSenderReports(Buffer.concat([senderReport, senderReport]))).toEqual([report, report])
})

test('what is cut off, and garbage, is passed over', () => {
  expect(readSenderReports(senderReport.subarray(0, 20))).toEqual([])
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      readSenderReports(Buffer.concat([description, bytes]))
      readSenderReports(Buffer.from([0x80, 200, ...bytes]))
    }),
  )
})

test('a receiver report', () => {
  const reception = { ssrc: 10, lostShare: 0.5, lost: 7, highest: 0x1_0005, jitter: 12.4 }
  const report = { ntpMiddle: 0x2_8000, agoMs: 500 }
  expect(receiverReport(1, { ...reception, report }).toString('hex')).toBe(
    '81c90007' +
      '00000001' +
      '0000000a' +
      '80000007' +
      '00010005' +
      '0000000c' +
      '00028000' +
      '00008000',
  )
  expect(receiverReport(1, { ...reception, report: null }).subarray(24)).toEqual(Buffer.alloc(8))
})

test('a request for a whole picture', () => {
  expect(pictureLoss(1, 10).toString('hex')).toBe('81ce0002' + '00000001' + '0000000a')
})

test('a request for lost packets names each, also where numbers wrap', () => {
  expect(nack(1, 10, [5, 6, 21]).toString('hex')).toBe(
    '81cd0003' + '00000001' + '0000000a' + '0005' + '8001',
  )
  expect(nack(1, 10, [65_534, 1, 100]).toString('hex')).toBe(
    '81cd0004' + '00000001' + '0000000a' + 'fffe' + '0004' + '0064' + '0000',
  )
})
