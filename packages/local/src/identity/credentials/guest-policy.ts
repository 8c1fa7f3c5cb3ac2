/**
 * What narrows the role of guests in the enhanced flow, whatever the role allows: the services that AWS lists and its managed policy
 * AmazonCognitoUnAuthedIdentitiesSessionPolicy, which allow together.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
 */
export const guestPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: [
        ...[
          "cloudwatch:*",
          "logs:*",
          "dynamodb:*",
          "kinesis:*",
          "mobileanalytics:*",
          "s3:*",
          "ses:*",
          "sns:*",
          "sqs:*",
          "lambda:*",
        ],
        ...["machinelearning:*", "execute-api:*", "iot:*", "gamelift:*", "cognito-identity:*", "cognito-idp:*", "cognito-sync:*"],
        ...[
          "lex:*",
          "polly:*",
          "comprehend:*",
          "translate:*",
          "transcribe:*",
          "rekognition:*",
          "mobiletargeting:*",
          "firehose:*",
        ],
        ...["appsync:*", "personalize:*", "sagemaker:InvokeEndpoint", "codewhisperer:*", "textract:DetectDocumentText"],
        ...["textract:AnalyzeDocument", "sdb:*"],
      ],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: [
        ...["rum:PutRumEvents", "geo:GetMap*", "geo:ListMaps", "geo:SearchPlaceIndex*", "geo:GetPlace", "geo:CalculateRoute*"],
        ...["geo:*Geofence", "geo:*Geofences", "geo:*DevicePosition*", "kms:Encrypt", "kms:Decrypt", "kms:ReEncryptTo"],
        ...["kms:ReEncryptFrom", "kms:GenerateDataKey", "kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext"],
        "kms:GenerateDataKeyWithoutPlaintext",
      ],
      Resource: "*",
    },
  ],
});
