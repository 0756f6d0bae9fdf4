/// What the definition says of processes and jobs.
extension APIDocument {
  /// The paths, a process a path, so that each body has its own schema.
  static func processPaths() -> [(String, JSON)] {
    var paths: [(String, JSON)] = [
      ("/processes", reading("processes", "What is computed when it is asked for", [shared("f")])),
      ("/jobs", reading("jobs", "The jobs of whoever asks", [shared("f")])),
      (
        "/jobs/{jobId}",
        [
          "get": get("job", "What became of a job", [shared("jobId"), shared("f")]),
          "delete": get("job.dismiss", "Ends a job", [shared("jobId"), shared("f")]),
        ]
      ),
      (
        "/jobs/{jobId}/results",
        reading("job.results", "The result of a job", [shared("jobId"), shared("f")], geo: true)
      ),
    ]
    for process in ServiceProcess.allCases {
      let address = "/processes/\(process.rawValue)"
      paths.append((address, reading(process.rawValue, process.title, [shared("f")])))
      paths.append((address + "/execution", ["post": execution(process)]))
    }
    return paths
  }

  private static func reading(
    _ id: String, _ summary: String, _ parameters: [JSON], geo: Bool = false
  ) -> JSON {
    ["get": get(id, summary, parameters, geo: geo)]
  }

  private static func get(
    _ id: String, _ summary: String, _ parameters: [JSON], geo: Bool = false
  ) -> JSON {
    [
      "operationId": .text("process.\(id)"), "summary": .text(summary),
      "parameters": .array(parameters),
      "responses": .object(
        [("200", answer(summary, geo: geo))]
          + faults(["304": "NotModified", "400": "Fault", "404": "Fault", "503": "Fault"])),
    ]
  }

  private static func execution(_ process: ServiceProcess) -> JSON {
    let inputs = process.inputs
    var schema: [(String, JSON)] = [
      ("type", "object"), ("additionalProperties", false),
      ("properties", .object(inputs.map { ($0.name, $0.schema) })),
    ]
    let needed = inputs.filter(\.isRequired).map { JSON.text($0.name) }
    if !needed.isEmpty { schema.append(("required", .array(needed))) }
    return [
      "operationId": .text("process.\(process.rawValue).execute"),
      "summary": .text(process.title), "description": .text(process.words),
      "parameters": [
        [
          "name": "Prefer", "in": "header", "required": false,
          "description": "respond-async makes a job of it",
          // What is not known here is passed over (RFC 7240, clause 2).
          "schema": ["type": "string", "example": "respond-async"],
        ]
      ],
      "requestBody": [
        "required": .boolean(!needed.isEmpty),
        "content": [
          "application/json": [
            "schema": [
              "type": "object", "additionalProperties": false,
              "properties": [
                "inputs": .object(schema), "outputs": .object([]),
                "response": ["type": "string", "enum": ["raw", "document"]],
              ],
            ]
          ]
        ],
      ],
      "responses": .object(
        [
          ("200", answer("The result", geo: true)),
          ("201", answer("A job was made; Location says where", geo: false)),
        ]
          + faults([
            "400": "Fault", "401": "Fault", "404": "Fault", "409": "Fault", "413": "Fault",
            "422": "Fault", "429": "Fault", "503": "Fault",
          ])),
    ]
  }

  private static func answer(_ summary: String, geo: Bool) -> JSON {
    let document: JSON = ["schema": ["$ref": "#/components/schemas/document"]]
    var content: [(String, JSON)] = [("application/json", document)]
    if geo {
      content.append(
        ("application/geo+json", ["schema": ["$ref": "#/components/schemas/geoJSON"]]))
    } else {
      content.append(("text/html", ["schema": ["type": "string"]]))
    }
    return ["description": .text(summary), "content": .object(content)]
  }

  private static func faults(_ codes: KeyValuePairs<String, String>) -> [(String, JSON)] {
    codes.map { ($0.key, ["$ref": .text("#/components/responses/\($0.value)")]) }
  }
}
