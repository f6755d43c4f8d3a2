import QtQuick

// A picture by its name: "card" is pictures/CardPicture.qml.
Loader {
    property string kind: ""
    source: kind === "" ? "" : Qt.resolvedUrl("pictures/" + kind.charAt(0).toUpperCase() + kind.slice(1) + "Picture.qml")
}
