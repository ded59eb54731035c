'use strict'
// A program that is driven by lines: each line of its input is a command as JSON, for which it
// writes one line with the answer. It ends with its input.
const readline = require('node:readline')

module.exports = function serve (commands) {
  const lines = readline.createInterface({ input: process.stdin })
  let last = Promise.resolve()
  lines.on('line', line => {
    const command = JSON.parse(line)
    last = last
      .then(() => commands[command.do](command))
      .then(answer => ({ ...answer }), error => ({ error: error.message, code: error.code }))
      .then(answer => process.stdout.write(JSON.stringify(answer) + '\n'))
  })
  lines.on('close', () => process.exit(0))
}
