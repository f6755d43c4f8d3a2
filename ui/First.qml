import QtQuick

// What stands on the panel while the program is still being loaded: the colours of the house, one calm line.
Rectangle {
    color: "#f2f6ff"

    Rectangle {
        width: parent.width
        height: Math.round(parent.height * 0.08)
        color: "#00118f"
    }
    Text {
        anchors.centerIn: parent
        text: "準備しています\nGetting ready"
        horizontalAlignment: Text.AlignHCenter
        lineHeight: 1.5
        color: "#00118f"
        font.family: "BIZ UDPGothic"
        font.pixelSize: Math.round(parent.height * 0.05)
    }
}
