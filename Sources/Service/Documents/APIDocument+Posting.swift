/// What the definition says of incidents that are brought.
extension APIDocument {
  static var posting: JSON {
    [
      "operationId": "incidents.post", "summary": "Brings incidents: one or thousands; for editors",
      "description":
        "Through the same checks as a file. With a key for an area, one row of elsewhere refuses all.",
      "parameters": [
        [
          "name": "Idempotency-Key", "in": "header", "required": false,
          "description":
            "A name of the body: sent again it is answered as before, and brought once",
          "schema": ["type": "string", "minLength": 1, "maxLength": 200],
        ]
      ],
      "requestBody": [
        "required": true,
        "content": [
          "application/geo+json": ["schema": ["$ref": "#/components/schemas/geoJSON"]],
          "application/geo+json-seq": ["schema": ["type": "string"]],
          "text/csv": ["schema": ["type": "string"]],
        ],
      ],
      "responses": .object(postingAnswers),
    ]
  }

  private static var postingAnswers: [(String, JSON)] {
    let content: JSON = [
      "application/json": ["schema": ["$ref": "#/components/schemas/document"]],
      "application/problem+json": ["schema": ["$ref": "#/components/schemas/problem"]],
    ]
    var answers: [(String, JSON)] = []
    for (code, words) in [
      ("201", "All rows went in"), ("207", "Some did; the report says which did not"),
      ("422", "None did, or the name came with another body"),
    ] {
      answers.append((code, ["description": .text(words), "content": content]))
    }
    for code in ["400", "401", "403", "409", "413", "415", "429", "503"] {
      answers.append((code, ["$ref": "#/components/responses/Fault"]))
    }
    return answers
  }
}
