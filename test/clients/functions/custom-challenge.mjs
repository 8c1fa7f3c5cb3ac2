// The three triggers of CUSTOM_AUTH: a riddle, after the password if the client begins with SRP.

export const define = async (event) => {
  const rounds = event.request.session;
  const last = rounds.at(-1);
  const riddle = rounds.filter(({ challengeName }) => challengeName === "CUSTOM_CHALLENGE");
  if (last?.challengeName === "SRP_A") event.response.challengeName = "PASSWORD_VERIFIER";
  else if (riddle.some(({ challengeResult }) => challengeResult)) event.response.issueTokens = true;
  else if (riddle.length >= 3 || (last?.challengeResult === false && riddle.length === 0))
    event.response.failAuthentication = true;
  else event.response.challengeName = "CUSTOM_CHALLENGE";
  event.response.issueTokens ??= false;
  event.response.failAuthentication ??= false;
  return event;
};

export const create = async (event) => {
  event.response.publicChallengeParameters = { question: "What has roots as nobody sees?" };
  event.response.privateChallengeParameters = { answer: "mountain" };
  event.response.challengeMetadata = "RIDDLE";
  return event;
};

export const verify = async (event) => {
  event.response.answerCorrect = event.request.challengeAnswer === event.request.privateChallengeParameters.answer;
  return event;
};
