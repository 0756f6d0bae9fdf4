/// Columbus or North Carolina, as esda sees it.
struct EsdaArea: Decodable {
  struct Input: Decodable {
    var crime: [Double]?
    var rate: [Double]?
    var neighbours: [[Int]]

    enum CodingKeys: String, CodingKey {
      case crime = "CRIME"
      case rate = "SIDR79"
      case neighbours = "neighbors_queen"
    }
  }

  struct Local: Decodable {
    var z: [Double]
    /// One-sided, of 99,999 permutations.
    var p: [Double]

    enum CodingKeys: String, CodingKey {
      case z
      case p = "p_sim_99999"
    }
  }

  struct Cut: Decodable {
    var cutoff: Double
    var significant: Int

    enum CodingKeys: String, CodingKey {
      case cutoff = "cutoff_esda"
      case significant = "n_significant"
    }
  }

  struct FalseDiscovery: Decodable {
    /// By rate.
    var giStar: [String: Cut]

    enum CodingKeys: String, CodingKey { case giStar = "gstar_p_two_sided_norm" }
  }

  struct Expected: Decodable {
    var gi: Local
    var giStar: Local
    var falseDiscovery: FalseDiscovery

    enum CodingKeys: String, CodingKey {
      case gi = "local_G_binary"
      case giStar = "local_G_star_binary"
      case falseDiscovery = "fdr_bh"
    }
  }

  var input: Input
  var expected: Expected

  var values: [Double] { input.crime ?? input.rate ?? [] }
}

/// The same areas, as spdep sees them.
struct SpdepAreas: Decodable {
  struct Area: Decodable {
    var file: String
    var gi: [Double]
    var giStar: [Double]
    var p: [Double]
    var q: [Double]

    enum CodingKeys: String, CodingKey {
      case file
      case gi = "localG_B_z"
      case giStar = "localGstar_B_z"
      case p = "gstar_p_two"
      case q = "gstar_p_fdr_bh_all"
    }
  }

  var areas: [Area]
}

/// The six points of esda's docstring.
struct SixPoints: Decodable {
  struct Input: Decodable {
    var points: [[Double]]
    var y: [Double]
    var neighbors: [[Int]]
  }

  struct Score: Decodable { var z: [Double] }

  struct Expected: Decodable {
    var gi: Score
    var giStar: Score

    enum CodingKeys: String, CodingKey {
      case gi = "Gi_binary"
      case giStar = "Gi_star_binary"
    }
  }

  var input: Input
  var expected: Expected
}
