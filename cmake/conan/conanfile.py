# conan create heaparray/cmake/conan -s compiler.cppstd=20
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load


class Heaparray(ConanFile):
    name = "heaparray"
    description = "Thin and fat heap arrays that keep a label in the same block"
    license = "MIT"
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"  # the standard is asked for; the package is the same for all
    no_copy_source = True

    def set_version(self):
        config = load(self, f"{self.recipe_folder}/../../include/heaparray/config.hpp")
        self.version = ".".join(re.findall(r"^#define HEAPARRAY_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", config, re.M))

    def export_sources(self):
        checkout = f"{self.recipe_folder}/../.."
        copy(self, "*.hpp", f"{checkout}/include", f"{self.export_sources_folder}/include")
        copy(self, "LICENSE", checkout, self.export_sources_folder)

    def validate(self):
        check_min_cppstd(self, 20)

    def package(self):
        copy(self, "*.hpp", f"{self.source_folder}/include", f"{self.package_folder}/include")
        copy(self, "LICENSE", self.source_folder, f"{self.package_folder}/licenses")

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.bindirs = self.cpp_info.libdirs = []
