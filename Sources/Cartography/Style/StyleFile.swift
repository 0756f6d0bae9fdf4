import Foundation

/// Reads a style strictly: a key that nothing reads is an error, with the nearest known key.
enum StyleFile {
  static func decode<T: Codable>(_ type: T.Type, from json: [UInt8]) throws(CartographyError) -> T {
    do {
      let data = Data(json)
      let value = try JSONDecoder().decode(type, from: data)
      // What the value does not write again, it has not read.
      let known = try JSONDecoder().decode(Tree.self, from: JSONEncoder().encode(value))
      let given = try JSONDecoder().decode(Tree.self, from: data)
      if let stray = given.firstKey(missingIn: known, place: "") { throw stray }
      return value
    } catch let error as CartographyError {
      throw error
    } catch let error as DecodingError {
      throw CartographyError(error)
    } catch {
      throw CartographyError(place: "", message: "\(error)")
    }
  }

  /// JSON without its leaves.
  private enum Tree: Decodable {
    case object([String: Tree])
    case list([Tree])
    case leaf

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let object = try? container.decode([String: Tree].self) {
        self = .object(object)
      } else if let list = try? container.decode([Tree].self) {
        self = .list(list)
      } else {
        self = .leaf
      }
    }

    func firstKey(missingIn known: Tree, place: String) -> CartographyError? {
      switch (self, known) {
      case (.object(let given), .object(let known)):
        for (key, value) in given.sorted(by: { $0.key < $1.key }) {
          let here = place.isEmpty ? key : "\(place).\(key)"
          guard let other = known[key] else {
            return CartographyError(place: here, message: Self.advice(key, known.keys.sorted()))
          }
          if let error = value.firstKey(missingIn: other, place: here) { return error }
        }
      case (.list(let given), .list(let known)):
        for (index, pair) in zip(given, known).enumerated() {
          if let error = pair.0.firstKey(missingIn: pair.1, place: "\(place)[\(index)]") {
            return error
          }
        }
      default: break
      }
      return nil
    }

    private static func advice(_ key: String, _ known: [String]) -> String {
      let near = known.map { ($0, editDistance(key, $0)) }.min { $0.1 < $1.1 }
      guard let near, near.1 <= 2 else { return "unknown key “\(key)”" }
      return "unknown key “\(key)”; did you mean “\(near.0)”?"
    }
  }

  /// The Levenshtein distance, in letters.
  private static func editDistance(_ first: String, _ second: String) -> Int {
    let columns = Array(second)
    var row = Array(0...columns.count)
    for (i, letter) in first.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in columns.indices {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == columns[j] ? 0 : 1))
        diagonal = above
      }
    }
    return row[columns.count]
  }
}

extension CartographyError {
  init(_ error: DecodingError) {
    func join(_ path: [any CodingKey]) -> String {
      path.reduce(into: "") { text, key in
        if let index = key.intValue {
          text += "[\(index)]"
        } else {
          text += (text.isEmpty ? "" : ".") + key.stringValue
        }
      }
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(place: join(context.codingPath + [key]), message: "the key is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      self.init(place: join(context.codingPath), message: context.debugDescription)
    @unknown default:
      self.init(place: "", message: "\(error)")
    }
  }
}
