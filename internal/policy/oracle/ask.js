// Answers one JSON line with another: a policy and a request come in, what the
// resource policy alone says of the request goes out.
const { runSimulation, anonymousPrincipal } = require('@cloud-copilot/iam-simulate')
const readline = require('node:readline')

async function answer({ policy, principal, action, resource, context }) {
  const result = await runSimulation({
    request: {
      principal: principal === '' ? anonymousPrincipal : principal,
      action,
      resource: { resource, accountId: '111122223333' },
      contextVariables: context,
    },
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: policy,
  }, { simulationMode: 'Strict' })
  if (result.resultType === 'error') {
    return { error: JSON.stringify(result.errors) }
  }
  return { result: result.result.analysis.resourceAnalysis.result, ignored: result.result.ignoredContextKeys }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let out
    try {
      out = await answer(JSON.parse(line))
    } catch (error) {
      out = { error: String(error) }
    }
    process.stdout.write(JSON.stringify(out) + '\n')
  }
}

main()
