'use strict'
// An edge node of the npm package sparkplug-client, with one device. It announces both when it is
// connected, and when a host asks for it.
const sparkplug = require('sparkplug-client')
const serve = require('./lines.js')

let edge
let births = 0
let news = () => {}

const started = 1772366400000

function nodeBirth () {
  return {
    timestamp: started,
    metrics: [
      { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
      { name: 'load', type: 'Float', value: 1.5 },
      { name: 'total', type: 'Int64', value: 9007199254740991 }
    ]
  }
}

function deviceBirth () {
  return {
    timestamp: started,
    metrics: [
      { name: 'temp', alias: 7, type: 'Double', value: 21.5, timestamp: started },
      { name: 'place', type: 'String', value: 'Gr\u00fcn' }
    ]
  }
}

function announce (device) {
  edge.publishNodeBirth(nodeBirth())
  edge.publishDeviceBirth(device, deviceBirth())
  births++
  news()
}

serve({
  /** Answers when it has announced itself. */
  connect: ({ url, group, name, device }) => new Promise((resolve, reject) => {
    edge = sparkplug.newClient({
      serverUrl: url,
      username: '',
      password: '',
      groupId: group,
      edgeNode: name,
      clientId: name,
      version: 'spBv1.0'
    })
    edge.on('error', reject)
    edge.on('birth', () => {
      announce(device)
      resolve({})
    })
    edge.on('ncmd', payload => {
      if (payload.metrics.some(each => each.name === 'Node Control/Rebirth' && each.value)) {
        announce(device)
      }
    })
  }),

  nodeData: ({ value }) => {
    edge.publishNodeData({ timestamp: started, metrics: [{ name: 'load', type: 'Float', value }] })
  },

  deviceData: ({ device, value }) => {
    edge.publishDeviceData(device, {
      timestamp: started,
      metrics: [{ alias: 7, type: 'Double', value }] // its name is in the birth
    })
  },

  deviceDeath: ({ device }) => {
    edge.publishDeviceDeath(device, { timestamp: started })
  },

  /** Answers when it has announced itself so many times. */
  announced: ({ times }) => new Promise(resolve => {
    news = () => births >= times && resolve({ times: births })
    news()
  })
})
