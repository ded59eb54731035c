'use strict'
// Clients of the npm package mqtt, by their names.
const mqtt = require('mqtt')
const serve = require('./lines.js')

const UNKNOWN_ID = 0x92
const clients = new Map()

/** Waits until something is so, looking again whenever the client has got something. */
function until (known, isSo) {
  return new Promise(resolve => {
    const look = () => {
      const found = isSo()
      if (found !== undefined) {
        known.client.off('seen', look)
        resolve(found)
      }
    }
    known.client.on('seen', look)
    look()
  })
}

function described (topic, payload, packet) {
  const properties = { ...packet.properties }
  if (properties.correlationData) {
    properties.correlationData = properties.correlationData.toString('hex')
  }
  return { topic, payload: payload.toString(), qos: packet.qos, retain: packet.retain, properties }
}

serve({
  /** Answers how the first attempt ends. */
  connect: ({ name, url, options }) => new Promise(resolve => {
    const client = mqtt.connect(url, { reconnectPeriod: 0, ...options })
    const known = { client, messages: [], connects: 0, present: false }
    clients.set(name, known)
    client.on('connect', connack => {
      known.connects++
      known.present = connack.sessionPresent
      resolve({ present: known.present })
      client.emit('seen')
    })
    client.on('error', error => resolve({ error: error.message, code: error.code }))
    client.on('close', () => resolve({ error: 'closed' }))
    client.on('message', (topic, payload, packet) => {
      known.messages.push(described(topic, payload, packet))
      client.emit('seen')
    })
  }),

  /** Answers the QoS that is granted for each filter. */
  subscribe: async ({ name, filters, options }) => {
    const granted = await clients.get(name).client.subscribeAsync(filters, options)
    return { granted: granted.map(each => each.qos) }
  },

  unsubscribe: async ({ name, filters }) => {
    await clients.get(name).client.unsubscribeAsync(filters)
  },

  /** Answers when the broker has, with the reason if there is one. */
  publish: async ({ name, topic, payload, options = {} }) => {
    const properties = { ...options.properties }
    if (properties.correlationData) {
      properties.correlationData = Buffer.from(properties.correlationData, 'hex')
    }
    const packet = await clients.get(name).client.publishAsync(topic, payload, { ...options, properties })
    return { reason: packet?.reasonCode }
  },

  /**
   * Publishes the numbers from 1, and answers when all of them are acknowledged. The package does
   * not keep the Receive Maximum of a broker: so many are on their way at most. And it takes it for
   * a failure when a broker has released a message before, which is none after a connection that
   * was lost (MQTT 5, 3.7.2.1).
   */
  burst: async ({ name, topic, count, options, cutAt = 0, window = 50 }) => {
    const { client } = clients.get(name)
    const published = []
    for (let number = 1; number <= count; number++) {
      await published[number - 1 - window]
      published.push(client.publishAsync(topic, String(number), options).catch(error => {
        if (cutAt === 0 || error.code !== UNKNOWN_ID) {
          throw error
        }
      }))
      if (number === cutAt) {
        client.stream.destroy()
      }
    }
    await Promise.all(published)
  },

  /** Answers the messages before one with that payload, and that one. */
  until: async ({ name, payload }) => {
    const known = clients.get(name)
    const at = await until(known, () => {
      const index = known.messages.findIndex(message => message.payload === payload)
      return index < 0 ? undefined : index
    })
    const [last, ...rest] = known.messages.splice(0, at + 1).reverse()
    return { messages: rest.reverse(), last }
  },

  /** Ends its connection without a word. */
  cut: ({ name }) => clients.get(name).client.stream.destroy() && {},

  /** Answers when it has been connected so many times. */
  connected: async ({ name, times }) => {
    const known = clients.get(name)
    return until(known, () => known.connects >= times ? { present: known.present } : undefined)
  },

  end: async ({ name }) => {
    await clients.get(name).client.endAsync()
  }
})
