// Deutsche Texte: die Knoten einer Installation, für die, die sie betreiben.
import type { Translation } from '../message.ts'
import type { adminNodes as source } from '../en/adminNodes.ts'

export const adminNodes: Translation<typeof source> = {
  mediaNodes: 'Medienknoten',
  nodesNone: 'Noch nie wurde ein Medienknoten gehört',
  nodesNoneText: 'Stunden haben Text und Tafeln, aber kein Bild und keinen Ton.',
  nodeUp: 'Bereit',
  nodeDrains: 'Leert sich: niemand Neues',
  nodeMoves: 'Leert sich: {moved} von {people} umgezogen, fertig bis {by}',
  nodeEmpty: 'Leer, darf gestoppt werden',
  nodeStops: 'Hört von selbst auf: niemand Neues',
  nodeGone: 'Weg, zuletzt gehört {when}',
  nodeCpu: 'Meistbelasteter Kern',
  percent: '{percent} %',
  nodeConsumers: 'Gesendete Ströme',
  nodePackets: 'Gesendete Pakete',
  perSecond: '{count} je Sekunde',
  nodeOut: 'Ausgehend',
  megabits: '{megabits} Mbit/s',
  nodePeople: 'Personen',
  nodeVersion: 'Version',
  nodeDrain: 'Leeren',
  nodeUndrain: 'Wieder belegen',
  nodeForget: 'Vergessen',
  servers: 'Server',
  serverCpu: 'Prozessor',
  serverRooms: 'Geladene Klassen',
  serverConnections: 'Verbindungen',
  serverSince: 'gestartet {when}',
}
