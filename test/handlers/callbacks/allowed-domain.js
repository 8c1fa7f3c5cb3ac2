exports.handler = (event, _context, callback) => {
  const allowed = (process.env.ALLOWED_DOMAINS || "").split(",").map((domain) => domain.trim());
  const [, domain] = event.request.userAttributes.email.split("@");
  if (allowed.includes(domain)) {
    callback(null, event);
  } else {
    callback(new Error(`Sign-ups from ${domain} are not allowed`));
  }
};
