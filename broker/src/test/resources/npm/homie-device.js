'use strict'
// A device of the npm package homie-device, with one sensor whose temperature can be set.
const HomieDevice = require('homie-device')
const serve = require('./lines.js')

let climate
let sets = []
let news = () => {}

serve({
  /** Answers when it is connected. */
  connect: ({ id, port }) => new Promise(resolve => {
    const device = new HomieDevice({
      device_id: id,
      name: 'Pump',
      mqtt: { host: '127.0.0.1', port, base_topic: 'homie/', auth: false }
    })
    climate = device.node('climate', 'Climate', 'sensor')
    climate.advertise('temp').setName('T').setUnit('C').setDatatype('float')
      .settable((range, value) => {
        sets.push(value)
        news()
        climate.setProperty('temp').send(value)
      })
    device.on('connect', () => resolve({}))
    device.setup(true)
  }),

  send: ({ value }) => {
    climate.setProperty('temp').send(value)
  },

  /** Answers when it was told so many values. */
  told: ({ times }) => new Promise(resolve => {
    news = () => sets.length >= times && resolve({ values: sets })
    news()
  })
})
